import { apiProduct, buildWhatChanged, interfaceProduct, runnerProduct } from "./build/products.ts";

const built = await buildWhatChanged([interfaceProduct, apiProduct, runnerProduct]);
process.stdout.write(built.length === 0 ? "everything is built\n" : `built: ${built.join(", ")}\n`);
