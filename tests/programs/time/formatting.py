import time
t = time.gmtime(0)
print(t.tm_year, t.tm_mon, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, t.tm_wday, t.tm_yday, t[0], len(t), tuple(t))
print(time.strftime("%Y-%m-%d %H:%M:%S", t), time.strftime("%d.%m.%y %j %a %b %A %B %p %I", time.gmtime(86400 * 45 + 3661)), time.strftime("100%%", t))
print(time.gmtime(1700000000)[:6], time.asctime(time.gmtime(0)))
print(time.gmtime(951782400).tm_mday, time.gmtime(68256000.9).tm_year, isinstance(time.localtime(), time.struct_time))
