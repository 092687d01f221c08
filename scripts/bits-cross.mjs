// Prints what the function `bits` of a wasm module says: node bits-cross.mjs FILE

import { readFileSync } from "node:fs";

const module = new WebAssembly.Module(readFileSync(process.argv[2]));

// A library asks for functions of a browser, which no report may call.
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  imports[from] ??= {};
  imports[from][name] = () => {
    throw new Error(`the module called ${name}`);
  };
}

const { bits, memory } = new WebAssembly.Instance(module, imports).exports;
const text = bits(); // before the memory is looked at: it may grow
const bytes = new Uint8Array(memory.buffer, text);
process.stdout.write(bytes.subarray(0, bytes.indexOf(0)));
