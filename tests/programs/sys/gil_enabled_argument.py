import sys

sys._is_gil_enabled(1)
