import asyncio

import httpx


async def show(what, ask):
    try:
        print(what, await ask)
    except httpx.HTTPError as error:
        print(what, type(error).__name__, repr(error))


async def main():
    async with httpx.AsyncClient(base_url=BASE, follow_redirects=True) as client:
        r = await client.get('/text')
        print(r, r.url, repr(r.text))
        print((await client.post('/echo', json={'a': 1})).json())
        print((await client.get('/twice')).history)
        async with client.stream('GET', '/text') as r:
            async for line in r.aiter_lines():
                print(line)
        async with client.stream('GET', '/text') as r:
            print(await r.aread(), r.text)
        answers = await asyncio.gather(*[client.get(f'/echo?n={n}') for n in range(20)])
        print([r.json()['asked'] for r in answers])
        await show('missing', raised(client))
        await show('dead', client.get(DEAD))
        await show('slow', client.get('/slow', timeout=0.3))
        await show('cut', client.get('/cut'))
        await show('silent', client.get('/silent'))
        await show('loop', client.get('/loop'))
        try:
            async with asyncio.timeout(0.2):
                await client.get('/slow', timeout=None)
        except TimeoutError as error:
            print(repr(error))
        task = asyncio.create_task(client.get('/slow', timeout=None))
        await asyncio.sleep(0.1)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print('cancelled')
    try:
        await client.get('/text')
    except RuntimeError as error:
        print(error)


async def raised(client):
    (await client.get('/missing')).raise_for_status()


asyncio.run(main())
