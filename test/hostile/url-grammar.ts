import { type Grammar, noWord } from "./grammar.ts";

/** What every field with an address of the web refuses. */
export const url: Pick<Grammar, "refused" | "taken"> = {
  refused: [
    ...noWord,
    "constructor",
    "{env.X}",
    "https://{env.X}/",
    "https://ca.example.com/{http.request.uri}",
    "ftp://ca.example.com",
    "https://ada:pw@ca.example.com",
    "https://ada@ca.example.com",
    " https://ca.example.com",
    "https://ca.example.com\n",
    "https://ca.example.com/`id`",
    'https://ca.example.com/"x"',
    "https://ca .example.com",
    "https:ca.example.com",
    "https:///x",
    "https://ca.example.com/<b>",
    "https://ca.example.com\\@evil.test",
  ],
  taken: ["https://ca.example.com:8443/acme/directory?x=1"],
};
