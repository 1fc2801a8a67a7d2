# http: the names of statuses and methods.

from enum import IntEnum, StrEnum

from _web import PHRASES, statuses

_OLD = {'REQUEST_ENTITY_TOO_LARGE': 413, 'REQUEST_URI_TOO_LONG': 414, 'REQUESTED_RANGE_NOT_SATISFIABLE': 416, 'UNPROCESSABLE_ENTITY': 422}  # fmt: skip


class _Status(IntEnum):
    @property
    def phrase(self):
        return PHRASES[self.value]

    @property
    def is_informational(self):
        return self.value // 100 == 1

    @property
    def is_success(self):
        return self.value // 100 == 2

    @property
    def is_redirection(self):
        return self.value // 100 == 3

    @property
    def is_client_error(self):
        return self.value // 100 == 4

    @property
    def is_server_error(self):
        return self.value // 100 == 5


class _Method(StrEnum):
    def __repr__(self):
        return f'<HTTPMethod.{self.name}>'


HTTPStatus = _Status('HTTPStatus', statuses() | _OLD, module='http')
HTTPMethod = _Method(
    'HTTPMethod', [(name, name) for name in 'CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT TRACE'.split()], module='http'
)  # fmt: skip
