// HMAC-SHA256 (RFC 2104) of a text, in hex. The key is bytes, at most the 64 of a block of SHA-256.
import { digest, hex } from "./sha256.js";

const BLOCK = 64;

function joined(first, second) {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

export function hmac(key, text) {
  const padded = new Uint8Array(BLOCK);
  padded.set(key);
  const inner = digest(joined(padded.map((byte) => byte ^ 0x36), new TextEncoder().encode(text)));
  return hex(digest(joined(padded.map((byte) => byte ^ 0x5c), inner)));
}
