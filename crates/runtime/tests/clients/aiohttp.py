import asyncio

import aiohttp


async def show(what, ask):
    try:
        async with ask as r:
            print(what, r.status, await r.text())
    except (aiohttp.ClientError, TimeoutError) as error:
        kinds = [kind.__name__ for kind in type(error).__mro__ if issubclass(kind, Exception)]
        print(what, kinds, error)


async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get(BASE + '/text') as r:
            print(r.status, r.reason, r.ok, r.url, r.content_type, r.charset, r.headers['x-one'], r.headers.getall('X-One'))
            print(repr(await r.text()), await r.read(), r.history)
        async with session.get(BASE + '/json') as r:
            print(await r.json())
        r = await session.get(BASE + '/text')
        print([line async for line in r.content])
        async with session.get(BASE + '/text') as r:
            try:
                await r.json()
            except aiohttp.ContentTypeError as error:
                print(error, error.status)
        async with session.get(BASE + '/broken') as r:
            try:
                await r.json()
            except ValueError as error:
                print(type(error).__name__, error)
        for path in ['/missing', '/teapot', '/error']:
            async with session.get(BASE + path) as r:
                try:
                    r.raise_for_status()
                except aiohttp.ClientResponseError as error:
                    print(r.ok, error, error.status, error.message)
        await show('params', session.get(BASE + '/echo?x=0', params={'a': 1, 'b': 'ü &'}))
        await show('form', session.post(BASE + '/echo', data={'a': 1, 'b': 'y z'}))
        await show('text', session.post(BASE + '/echo', data='text'))
        await show('json', session.put(BASE + '/echo', json={'a': 'ü'}, headers={'X-Mine': 'yes'}))
        await show('delete', session.delete(BASE + '/echo'))
        await show('twice', session.get(BASE + '/twice'))
        await show('post', session.post(BASE + '/once', data={'a': 1}))
        await show('again', session.post(BASE + '/again', data={'a': 1}))
        await show('nowhere', session.get(BASE + '/nowhere'))
        await show('not followed', session.get(BASE + '/once', allow_redirects=False))
        await show('loop', session.get(BASE + '/loop'))
        await show('ftp', session.get(BASE + '/ftp'))
        await show('dead', session.get(DEAD))
        await show('slow', session.get(BASE + '/slow', timeout=aiohttp.ClientTimeout(total=0.3)))
        await show('slow', session.get(BASE + '/slow', timeout=aiohttp.ClientTimeout(sock_read=0.3)))
        await show('cut', session.get(BASE + '/cut'))
        await show('silent', session.get(BASE + '/silent'))
        await show('url', session.get('example.org'))
        await show('scheme', session.get('ftp://example.org/'))
        async with session.get(BASE + '/text') as r:
            pass
        try:
            await r.text()
        except aiohttp.ClientError as error:
            print(type(error).__name__, error)
        try:
            await asyncio.wait_for(session.get(BASE + '/slow'), 0.2)
        except asyncio.TimeoutError as error:
            print(repr(error))

    timeout = aiohttp.ClientTimeout(total=5)
    connector = aiohttp.TCPConnector(limit=3)
    async with aiohttp.ClientSession(
        BASE, headers={'X-Mine': 'yes'}, timeout=timeout, connector=connector, raise_for_status=True
    ) as session:

        async def asked(n):
            async with session.get('/echo', params={'n': n}) as r:
                return (await r.json())['asked']

        print(await asyncio.gather(*[asked(n) for n in range(20)]))
        await show('missing', session.get('/missing'))
    try:
        await session.get('/echo')
    except RuntimeError as error:
        print(error)
    async with aiohttp.request('GET', BASE + '/json') as r:
        print(await r.json())


asyncio.run(main())
