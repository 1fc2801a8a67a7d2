# requests.auth: who asks.

from _web import basic


class AuthBase:
    def __call__(self, r):
        raise NotImplementedError('Auth hooks must be callable.')


class HTTPBasicAuth(AuthBase):
    def __init__(self, username, password):
        self.username, self.password = username, password

    def __call__(self, r):
        r.headers['Authorization'] = basic(self.username, self.password, 'latin-1')
        return r
