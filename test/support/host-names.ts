const alphabets = [
  "abcdefghijklmnopqrstuvwxyz0123456789-",
  "ABCdefXYZ019-",
  "äöüßéèñçøåœ",
  "абвгдежзиклмнопрст",
  "αβγδεζηθικλμνξοπς",
  "אבגדהוזחט",
  "ابتثجحخدذر",
  "あいうえおカキクケコ漢字東京",
  "กขคงจฉชซ",
  "क्ष\u200dत्रज्ञ",
  "😀🚀☕💩",
  "０１２ＡＢＣ。｡",
  "\u00ad\u200c\u200d_ .",
];

/** Names as people, scripts and mischief write them: the same ones in every run. */
export function someHostNames(count: number): string[] {
  let state = 7;
  const below = (limit: number) => {
    // Chance enough, and the same everywhere; in whole numbers of 32 bits, since a state that is rounded soon goes in circles.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const label = (): string => {
    const letters = [...(alphabets[below(4) === 0 ? below(alphabets.length) : 0] ?? "a")];
    const text = Array.from({ length: 1 + below(14) }, () => letters[below(letters.length)]).join("");
    const form = below(8);
    if (form === 0) return `xn--${text}`;
    if (form === 1) return `${[...text].slice(0, 2).join("")}--${[...text].slice(2).join("")}`;
    return text;
  };
  const ends = ["example.org", "example", "test", "москва", "co.uk", "xn--p1ai"];
  return Array.from({ length: count }, () => {
    const labels = Array.from({ length: 1 + below(3) }, label);
    return `${below(12) === 0 ? "*." : ""}${[...labels, ends[below(ends.length)]].join(".")}`;
  });
}
