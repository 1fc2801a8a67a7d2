from __future__ import tea
