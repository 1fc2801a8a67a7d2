class HttpError(Exception):
    def __init__(self, status, reason):
        self.status, self.reason = status, reason
    def __str__(self):
        return f"{self.status}: {self.reason}"
def fetch(url):
    raise HttpError(404, f"nothing at {url}")
fetch("/index")
