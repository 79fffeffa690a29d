/**
 * Letters and signs that Unicode has had only since 15.1: newer than the tables by which proxies and authorities judge a name before it
 * gets a certificate. Hexadecimal, first and last.
 */
const since15 = `
  88f c5c cdc 1b4e-1b4f 1b7f 1c8a 20c1 2427-2429 2b96 31e4-31e5 a7cd a7cf a7db fbc3-fbd2 fd90-fd91 fdc8-fdce 105c0-105f3
  10940-10959 10d40-10d4f 10d6e-10d85 10d8e-10d8f 10ec2-10ec7 10ed0-10ed8 11380-11389 1138b 1138e 11390-113b5 113b7 113d1
  113d3-113d5 113d7-113d8 116d0-116e3 11bc0-11be1 11bf0-11bf9 11db0-11ddb 11de0-11de9 13460-143fa 16100-1611d 16130-16139
  16d40-16d79 16ebb-16ed3 16ff2-16ff6 187f8-187ff 18cff 18d09-18d1e 18d80-18df2 1cc00-1ccd5 1ccfa-1ccfc 1cd00-1ceb3 1ceba-1ced0
  1cee0-1cef0 1e5d0-1e5ed 1e5f0-1e5fa 1e5ff 1e6c0-1e6de 1e6e0-1e6e2 1e6e4-1e6e5 1e6e7-1e6ed 1e6f0-1e6f4 1e6fe-1e6ff 1f6d8
  1f777-1f77a 1f8b2-1f8bb 1f8c0-1f8c1 1f8d0-1f8d8 1fa54-1fa57 1fa89-1fa8a 1fa8e-1fa8f 1fabe 1fac6 1fac8 1facd 1fadc 1fadf
  1fae9-1faea 1faef 1fbcb-1fbef 1fbfa 2b73a-2b73f 2cea2-2cead 2ebf0-2ee5d 323b0-33479
`;

const ranges = since15
  .trim()
  .split(/\s+/)
  .map((each) => each.split("-").map((hex) => Number.parseInt(hex, 16)));

export const hasYoungLetter = (text: string): boolean =>
  [...text].some((letter) => {
    const point = letter.codePointAt(0) ?? 0;
    return ranges.some(([first = 0, last = first]) => point >= first && point <= last);
  });
