import { readFileSync } from 'node:fs';
import { ConfigError } from '../../core/index.js';

const compiled = new Map<string, WebAssembly.Module>();

function compile(name: string): WebAssembly.Module {
  const file = new URL(`./${name}.wasm`, import.meta.url);
  try {
    return new WebAssembly.Module(readFileSync(file));
  } catch (cause) {
    throw new ConfigError(
      'bad-config',
      `The kernel ${file.pathname} cannot be loaded. Run npm run build, or install the package again.`,
      { file: file.pathname },
      cause,
    );
  }
}

/**
 * A new instance of a kernel, with a memory of its own. A kernel is compiled when it is first asked for, once a process.
 *
 * @param name of `assembly/NAME.entry.ts`
 * @returns what the entry exports
 * @throws ConfigError `bad-config` where the build has left none
 */
export function kernelInstance(name: string): Readonly<Record<string, unknown>> {
  const module = compiled.get(name) ?? compile(name);
  compiled.set(name, module);
  return new WebAssembly.Instance(module).exports;
}
