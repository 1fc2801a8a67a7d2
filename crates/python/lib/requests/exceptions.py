# requests.exceptions, and those of urllib3 that are within them.

from json import JSONDecodeError as _JSONDecodeError


class RequestException(OSError):
    def __init__(self, *args, response=None, request=None):
        self.response = response
        self.request = request or getattr(response, 'request', None)
        OSError.__init__(self, *args)


class InvalidJSONError(RequestException):
    pass


class JSONDecodeError(InvalidJSONError, _JSONDecodeError):
    def __init__(self, msg, doc, pos):
        _JSONDecodeError.__init__(self, msg, doc, pos)
        InvalidJSONError.__init__(self, *self.args)


class HTTPError(RequestException):
    pass


class ConnectionError(RequestException):
    pass


class ProxyError(ConnectionError):
    pass


class SSLError(ConnectionError):
    pass


class Timeout(RequestException):
    pass


class ConnectTimeout(ConnectionError, Timeout):
    pass


class ReadTimeout(Timeout):
    pass


class URLRequired(RequestException):
    pass


class TooManyRedirects(RequestException):
    pass


class MissingSchema(RequestException, ValueError):
    pass


class InvalidSchema(RequestException, ValueError):
    pass


class InvalidURL(RequestException, ValueError):
    pass


class InvalidHeader(RequestException, ValueError):
    pass


class InvalidProxyURL(InvalidURL):
    pass


class ChunkedEncodingError(RequestException):
    pass


class ContentDecodingError(RequestException):
    pass


class StreamConsumedError(RequestException, TypeError):
    pass


class RetryError(RequestException):
    pass


class UnrewindableBodyError(RequestException):
    pass


class MaxRetryError(Exception):
    pass


class NewConnectionError(Exception):
    pass


class NameResolutionError(NewConnectionError):
    pass


class ProtocolError(Exception):
    pass


class ReadTimeoutError(Exception):
    pass


def of_failure(failure, request, timeout):
    # What the host says, in the words of urllib3.
    import _web
    from urllib.parse import urlsplit

    # The playground's own service is on the same machine.
    parts = urlsplit('http://localhost' * _web.is_own(request.url) + request.url)
    secure = 'S' if parts.scheme == 'https' else ''
    where = f'(host={parts.hostname!r}, port={parts.port or _web.PORTS.get(parts.scheme)})'
    pool = f'HTTP{secure}ConnectionPool{where}'
    kind, error = failure.kind, failure.error()

    def retried(reason, exception=ConnectionError):
        path = parts._replace(scheme='', netloc='', fragment='').geturl()
        return exception(
            MaxRetryError(f'{pool}: Max retries exceeded with url: {path} (Caused by {reason!r})'), request=request
        )  # fmt: skip

    connection = f'HTTP{secure}Connection{where}: Failed to'
    if kind == 'timeout':
        limit = timeout[1] if isinstance(timeout, tuple) else timeout
        return ReadTimeout(ReadTimeoutError(f'{pool}: Read timed out. (read timeout={limit})'), request=request)
    if kind == 'dns':
        return retried(NameResolutionError(f'{connection} resolve {parts.hostname!r} ({error})'))
    if kind == 'protocol' or failure.is_closed():
        return ConnectionError(ProtocolError('Connection aborted.', _web.aborted(failure)), request=request)
    if kind == 'connect':
        return retried(NewConnectionError(f'{connection} establish a new connection: {error}'))
    if kind == 'tls':
        return retried(SSLError(failure.message), SSLError)
    if kind == 'cut':
        error = _web.cut(failure)
        return ChunkedEncodingError(ProtocolError(f'Connection broken: {error!r}', error), request=request)
    if kind == 'redirects':
        return TooManyRedirects(failure.message, request=request)
    return (InvalidURL if kind == 'url' else ConnectionError)(failure.message, request=request)
