import hashlib
def mine(text, zeros):
    nonce = 0
    while True:
        digest = hashlib.sha256(f"{text}{nonce}".encode()).hexdigest()
        if digest.startswith("0" * zeros):
            return nonce, digest
        nonce += 1
print(mine("block", 2))
class Block:
    def __init__(self, data, before):
        self.data, self.before = data, before
        self.nonce, self.digest = mine(f"{data}|{before}|", 1)
    def valid(self):
        return hashlib.sha256(f"{self.data}|{self.before}|{self.nonce}".encode()).hexdigest() == self.digest
chain = []
for data in ("genesis", "ann pays bob 5", "bob pays cy 2"):
    chain.append(Block(data, chain[-1].digest if chain else "0" * 64))
for block in chain:
    print(block.nonce, block.digest[:16], block.before[:8], block.valid())
chain[1].data = "ann pays bob 500"
print([b.valid() for b in chain])
def tree(leaves):
    level = [hashlib.sha256(leaf).digest() for leaf in leaves]
    while len(level) > 1:
        level = [hashlib.sha256(b"".join(level[i:i + 2])).digest() for i in range(0, len(level), 2)]
    return level[0].hex()
print(tree([b"a", b"b", b"c"]))
