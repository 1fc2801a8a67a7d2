import re
def year(text):
    return int(re.search(r"\d{4}", text).group())
print(year("in 1991"))
print(year("long ago"))
