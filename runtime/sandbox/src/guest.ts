/**
 * Runs inside the isolate before the plugin's bundle. `$0` is the one host function, a Reference that takes and gives
 * strings; it stays in this strict closure, where neither `caller` nor `arguments` can reach it.
 */
export const GUEST_BOOTSTRAP = `
'use strict';
const call = $0;
const g = globalThis;
for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics']) delete g[name];
const parse = JSON.parse, stringify = JSON.stringify, assign = Object.assign, isArray = Array.isArray;
const options = { arguments: { copy: true }, result: { promise: true, copy: true } };
const fetchText = async (url, init) => parse(await call.apply(undefined, [stringify({ url: String(url), init: init ?? {} })], options));
Object.defineProperty(g, '__run', { value: async (nodeName, contextText) => {
  const plugin = typeof __plugin === 'undefined' ? undefined : (__plugin?.default ?? __plugin);
  const nodes = plugin ? plugin.nodes : undefined;
  const node = isArray(nodes) && nodes.find((candidate) => candidate.name === nodeName);
  if (!node) throw new Error('The bundle has no node ' + nodeName + '.');
  const context = parse(contextText), logs = [], contactPatch = {};
  const result = await node.run({
    ...context,
    fetch: fetchText,
    setContact: (fields) => { assign(contactPatch, fields); },
    log: (line) => { if (logs.length < 50) logs.push(String(line).slice(0, 500)); },
  });
  return stringify({ outcome: result?.outcome, output: result?.output, contactPatch, logs });
} });
`

/** Called with the node's name and the context; gives the result's JSON. */
export const GUEST_CALL = 'return __run($0, $1)'
