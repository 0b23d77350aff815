const smallWords = new Set([
  "a",
  "an",
  "and",
  "at",
  "by",
  "de",
  "for",
  "from",
  "in",
  "of",
  "on",
  "or",
  "the",
  "to",
  "with",
]);
const abbreviations = new Set(["BBQ", "CD", "DIY", "DVD", "FM", "LED", "SW", "TV", "UK", "USA"]);

/**
 * A description as a product's name. What is all in capitals is set like a title, "WHITE HANGING HEART T-LIGHT HOLDER" as
 * "White Hanging Heart T-Light Holder"; what has small letters was written with care and stays.
 */
export function toProductName(description: string): string {
  if (/\p{Ll}/u.test(description)) return description;
  return description.replace(/[\p{L}\d][\p{L}\d'’]*/gu, (word, offset: number) => {
    if (abbreviations.has(word) || /\d/.test(word)) return word;
    const small = word.toLowerCase();
    return offset > 0 && smallWords.has(small) ? small : word.charAt(0) + small.slice(1);
  });
}
