// Programs in addresses: compressed by the browser, written in the letters that addresses allow.

export async function pack(text) {
  const bytes = await collect(text, new CompressionStream("deflate-raw"), Infinity);
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// Rejects what is no such text, and what would become larger than that many bytes: a few letters
// can stand for gigabytes.
export async function unpack(letters, most) {
  const plain = atob(letters.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  const text = await collect(bytes, new DecompressionStream("deflate-raw"), most);
  return new TextDecoder("utf-8", { fatal: true }).decode(text);
}

async function collect(content, through, most) {
  const reader = new Blob([content]).stream().pipeThrough(through).getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError("it is too long");
    }
    parts.push(value);
  }
}
