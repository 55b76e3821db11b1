/** The prime is 2^40 + this. */
const LOW_PRIME = 0x1b3;
const OFFSET_HIGH = 0xcbf29ce4;
const OFFSET_LOW = 0x84222325;
const WORD = 2 ** 32;

const encoder = new TextEncoder();

/**
 * FNV-1a of the text's UTF-8 bytes, as 16 hexadecimal digits: the same on every
 * machine (Fowler, Noll and Vo; RFC 9923).
 */
export function fnv1a64(text: string): string {
  let high = OFFSET_HIGH;
  let low = OFFSET_LOW;
  for (const byte of encoder.encode(text)) {
    low = (low ^ byte) >>> 0;
    const product = low * LOW_PRIME;
    // 2^40 times the lower word is 2^8 times it in the upper one.
    high =
      (Math.imul(high, LOW_PRIME) + (low << 8) + Math.floor(product / WORD)) >>>
      0;
    low = product % WORD;
  }
  return hexadecimal(high) + hexadecimal(low);
}

function hexadecimal(word: number): string {
  return word.toString(16).padStart(8, '0');
}
