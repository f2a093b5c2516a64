/** Lengths in the contract count code points: neither UTF-16 units nor what a reader takes for one character. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}
