from threading import Lock
