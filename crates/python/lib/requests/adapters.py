# requests.adapters: connections are the host's, so there is nothing to set.


class BaseAdapter:
    pass


class HTTPAdapter(BaseAdapter):
    def __init__(self, pool_connections=10, pool_maxsize=10, max_retries=0, pool_block=False):
        if max_retries:
            raise NotImplementedError('max_retries is not supported here: ask again when there is an exception')

    def close(self):
        pass
