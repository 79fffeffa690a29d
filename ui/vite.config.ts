import adapter from "@sveltejs/adapter-static";
import { sveltekit } from "@sveltejs/kit/vite";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const api = process.env.FAIRLEAD_API ?? "http://127.0.0.1:3000";

// What is loaded when it is asked for, and what only that needs, stays apart from what every page brings along.
const lazily = /(Dialog|Sheet|MenuBody|TooltipBody|Toaster|Palette|ConfirmHost|NewProjectDialog)\.svelte$/;
const own = (id: string, name: string) => (/\/src\/lib\/|lucide/.test(id) && !lazily.test(id) ? name : null);
/**
 * A group takes what its modules import along, so what stands higher is taken first. What every page needs has files of its own:
 * otherwise what few pages need is put beside it, and then every page brings that.
 */
const chunks = [
  // What the page hands to SvelteKit must be here before any module that reads it as it begins.
  { name: "payload", test: /runtime\/client\/payload\.js|vite\/preload-helper/, priority: 9 },
  {
    name: "runtime",
    // SvelteKit looks for the file of its entry by name.
    test: /node_modules\/(svelte|esm-env|clsx|devalue|hono|@sveltejs\/kit(?!.*client\/(client-)?entry\.js))\//,
    priority: 8,
  },
  { name: "frame", test: /src\/routes\/(\(app\)\/)?\+(layout|error)\.(svelte|ts)$/, priority: 7 },
  {
    name: "floating",
    test: /node_modules\/(bits-ui|@floating-ui|svelte-toolbelt|runed|tabbable|style-to-object|@internationalized)/,
    priority: 6,
  },
  { name: (id: string) => own(id, "common"), debugName: "common", minShareCount: 4, priority: 5 },
  { name: "application", test: /lib\/kinds\/application\/(application-kind|ApplicationLayout)/, priority: 4 },
  // A request for one of these costs more than all of them.
  { name: (id: string) => own(id, "parts"), debugName: "parts", minShareCount: 2, maxModuleSize: 1_200, priority: 3 },
  { name: "log", test: /lib\/ui\/log\//, priority: 2 },
  { name: "fields", test: /lib\/kinds\/application\/(Origin|Build|Container|Server)Fields/, priority: 2 },
  // Pages of servers and of new applications need a little of it: without a file of its own it is put beside what only those need.
  { name: "domains", test: /lib\/domains\/domain-draft\.ts$/, priority: 2 },
  { name: "settings", test: /lib\/settings\/|contract\/words\/settings\//, priority: 2 },
  {
    name: (id: string) => own(id, "shared"),
    debugName: "shared",
    minShareCount: 2,
    entriesAware: true,
    entriesAwareMergeThreshold: 3_000,
  },
];

export default defineConfig(({ command }) => {
  // A build started from inside a test run inherits NODE_ENV=test, which would ship Svelte's development checks.
  if (command === "build") process.env.NODE_ENV = "production";
  return {
    plugins: [
      tailwindcss(),
      sveltekit({
        adapter: adapter({ fallback: "index.html" }),
        // The page carries its own policy with the hash of the one inline start script, so both homes need no nonce.
        // Style attributes are set by floating menus at run time, which a hash cannot cover.
        csp: {
          mode: "hash",
          directives: {
            "default-src": ["self"],
            "script-src": ["self"],
            "style-src": ["self", "unsafe-inline"],
            "img-src": ["self", "data:"],
            "font-src": ["self"],
            "connect-src": ["self"],
            "object-src": ["none"],
            "base-uri": ["none"],
            "form-action": ["self"],
          },
        },
      }),
    ],
    environments: {
      client: {
        build: {
          rolldownOptions: {
            output: {
              codeSplitting: { groups: chunks },
            },
          },
        },
      },
    },
    server: { proxy: { "/api": { target: api, ws: true } } },
  };
});
