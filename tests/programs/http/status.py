from http import HTTPMethod, HTTPStatus

for status in HTTPStatus:
    print(int(status), status.name, status.phrase)
print(repr(HTTPStatus.OK), HTTPStatus.NOT_FOUND, HTTPStatus(418), HTTPStatus['GONE'], HTTPStatus.OK == 200)
print(HTTPStatus.OK.is_success, HTTPStatus.FOUND.is_redirection, HTTPStatus.GONE.is_client_error)
print(HTTPStatus.BAD_GATEWAY.is_server_error, HTTPStatus.CONTINUE.is_informational, HTTPStatus.OK.is_client_error)
print(HTTPStatus.REQUEST_URI_TOO_LONG is HTTPStatus.URI_TOO_LONG, f'{HTTPStatus.OK}', HTTPStatus.OK + 1)
try:
    HTTPStatus(999)
except ValueError as error:
    print(error)
print(list(HTTPMethod), HTTPMethod.GET == 'GET', HTTPMethod('POST'))
