# aiohttp.client_exceptions: what goes wrong with a request.

from collections import namedtuple


class ClientError(Exception):
    pass


class ClientResponseError(ClientError):
    def __init__(self, request_info, history, *, status=None, message='', headers=None):
        self.request_info, self.history, self.status = request_info, history, status or 0
        self.message, self.headers, self.args = message, headers, (request_info, history)

    @property
    def code(self):
        return self.status

    def __str__(self):
        return f'{self.status}, message={self.message!r}, url={str(self.request_info.real_url)!r}'

    def __repr__(self):
        args = f'{self.request_info!r}, {self.history!r}'
        if self.status:
            args += f', status={self.status!r}'
        if self.message:
            args += f', message={self.message!r}'
        if self.headers is not None:
            args += f', headers={self.headers!r}'
        return f'{type(self).__name__}({args})'


class ContentTypeError(ClientResponseError):
    pass


class TooManyRedirects(ClientResponseError):
    pass


class ClientConnectionError(ClientError):
    pass


class ClientConnectionResetError(ClientConnectionError, ConnectionResetError):
    pass


class ClientOSError(ClientConnectionError, OSError):
    pass


class ClientConnectorError(ClientOSError):
    def __init__(self, connection_key, os_error):
        OSError.__init__(self, os_error.errno, os_error.strerror)
        self.args = (connection_key, os_error)
        self.os_error, self.host, self.port, self.ssl = os_error, connection_key.host, connection_key.port, connection_key.ssl

    def __str__(self):
        return f'Cannot connect to host {self.host}:{self.port} ssl:default [{self.os_error.strerror}]'


class ClientConnectorDNSError(ClientConnectorError):
    pass


class ClientSSLError(ClientConnectorError):
    pass


class ClientConnectorSSLError(ClientSSLError):
    pass


class ServerConnectionError(ClientConnectionError):
    pass


class ServerDisconnectedError(ServerConnectionError):
    def __init__(self, message='Server disconnected'):
        self.args = (message,)
        self.message = message


class ServerTimeoutError(ServerConnectionError, TimeoutError):
    pass


class ConnectionTimeoutError(ServerTimeoutError):
    pass


class SocketTimeoutError(ServerTimeoutError):
    pass


class ClientPayloadError(ClientError):
    pass


class InvalidURL(ClientError, ValueError):
    def __init__(self, url, description=None):
        self.url, self.description = url, description
        self.args = (url, description) if description else (url,)

    def __repr__(self):
        return f'<{type(self).__name__} {self}>'

    def __str__(self):
        return f'{self.url} - {self.description}' if self.description else str(self.url)


class InvalidUrlClientError(InvalidURL):
    pass


class RedirectClientError(ClientError):
    pass


class NonHttpUrlClientError(ClientError):
    pass


class InvalidUrlRedirectClientError(InvalidUrlClientError, RedirectClientError):
    pass


class NonHttpUrlRedirectClientError(NonHttpUrlClientError, RedirectClientError):
    pass


ConnectionKey = namedtuple(
    'ConnectionKey', 'host port is_ssl ssl proxy proxy_auth proxy_headers_hash server_hostname', defaults=(True, *[None] * 4)
)  # fmt: skip


def of_failure(failure, info):
    # What the host says, in the words of aiohttp.
    kind, error, url = failure.kind, failure.error(), info.url
    key = ConnectionKey(url.host, url.port, url.scheme == 'https')
    text = error.strerror or str(error)
    if kind == 'timeout':
        return SocketTimeoutError('Timeout on reading data from socket')
    if failure.is_closed():
        return ClientOSError(error.errno, text) if error.errno else ServerDisconnectedError()
    if kind == 'dns':
        return ClientConnectorDNSError(key, type(error)(error.errno or -2, text))
    if kind == 'connect':
        if error.errno:
            text = f'Connect call failed ({url.host!r}, {url.port})'
        return ClientConnectorError(key, OSError(error.errno or 101, text))
    if kind == 'tls':
        return ClientConnectorSSLError(key, OSError(1, failure.message))
    if kind == 'cut':
        count, *total = failure.counts() or [0]
        told = "TransferEncodingError: 400, message='Not enough data to satisfy transfer length header.'"
        if total:
            told = f"ContentLengthError: 400, message='Not enough data to satisfy content length header (received {count} of {total[0]} bytes).'"  # fmt: skip
        return ClientPayloadError(f'Response payload is not completed: <{told}>')
    if kind == 'protocol':
        return ClientResponseError(info, (), status=400, message=failure.message)
    if kind == 'redirects':
        return TooManyRedirects(info, ())
    return InvalidUrlClientError(url, failure.message) if kind == 'url' else ClientConnectionError(failure.message)
