# urllib.error: what goes wrong when an address is opened.


class URLError(OSError):
    def __init__(self, reason, filename=None):
        self.args = (reason,)
        self.reason = reason
        if filename is not None:
            self.filename = filename

    def __str__(self):
        return f'<urlopen error {self.reason}>'


class HTTPError(URLError):
    # It is a response, too: what the server has to say about the error.
    def __init__(self, url, code, msg, hdrs, fp):
        self.args = ()
        self.code, self.msg, self.hdrs, self.fp, self.filename, self.url = code, msg, hdrs, fp, url, url

    def __str__(self):
        return f'HTTP Error {self.code}: {self.msg}'

    def __repr__(self):
        return f'<HTTPError {self.code}: {self.msg!r}>'

    @property
    def status(self):
        return self.code

    @property
    def reason(self):
        return self.msg

    @property
    def headers(self):
        return self.hdrs

    @headers.setter
    def headers(self, headers):
        self.hdrs = headers

    def getcode(self):
        return self.code

    def geturl(self):
        return self.url

    def info(self):
        return self.hdrs

    def read(self, *size):
        return self.fp.read(*size) if self.fp else b''

    def close(self):
        if self.fp:
            self.fp.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class ContentTooShortError(URLError):
    def __init__(self, message, content):
        URLError.__init__(self, message)
        self.content = content
