# A forked process goes on with the hashes of its parent.
import hashlib
import multiprocessing

names = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"]
hashes = {name: hashlib.new(name, b"begun " * 50) for name in names}


def go_on(name):
    hashes[name].update(b"in a process of its own")
    return name, hashes[name].hexdigest()


if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for name, digest in pool.map(go_on, names):
            print(name, digest)
            hashes[name].update(b"in a process of its own")
            print(hashes[name].hexdigest() == digest)
