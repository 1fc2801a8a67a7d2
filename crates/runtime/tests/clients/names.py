# A host that there is not.
import asyncio
from urllib.request import urlopen

import aiohttp
import httpx
import requests

URL = 'http://nothing.invalid/a?b=1'


def show(what, ask):
    try:
        print(what, ask())
    except Exception as error:
        # Without a network nobody knows whether there is one.
        text = str(error).replace('-3] Temporary failure in name', '-2] Name or service not known')
        text = text.replace('Temporary failure in name resolution', 'Name or service not known')
        kinds = [kind.__name__ for kind in type(error).__mro__ if issubclass(kind, Exception)]
        print(what, type(error).__module__, kinds, text.replace('known resolution', 'known'))


async def with_aiohttp():
    async with aiohttp.ClientSession() as session, session.get(URL) as response:
        return response.status


async def with_httpx():
    async with httpx.AsyncClient() as client:
        return await client.get(URL)


show('urllib', lambda: urlopen(URL))
show('requests', lambda: requests.get(URL))
show('session', lambda: requests.Session().post(URL, json=1))
show('httpx', lambda: httpx.get(URL))
show('client', lambda: httpx.Client().put(URL))
show('tasks', lambda: asyncio.run(with_httpx()))
show('aiohttp', lambda: asyncio.run(with_aiohttp()))
