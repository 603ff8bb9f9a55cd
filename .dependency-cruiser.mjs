/**
 * The architecture as rules. Dependencies point one way:
 * plugins → plugin-sdk; graph ← messaging, core ← worker ← backend; builder → graph, core, messaging.
 * Nothing imports the backend; isolated-vm and bullmq each have one importer.
 */

const pure = '^runtime/(graph|core|messaging)/src/'

/**
 * The ground rule of a package: what of ours it may import, by folder.
 * @param {string} from the package's folder
 * @param {string[]} allowed further folders
 */
function mayImport(from, allowed) {
  const folders = [from, ...allowed].join('|')
  return {
    name: `${from.replaceAll('/', '-')}-direction`,
    comment: `${from} may import of ours only: ${[from, ...allowed].join(', ')}.`,
    severity: 'error',
    from: { path: `^${from}/` },
    to: { path: '^(backend|builder|plugins|runtime)/', pathNot: `^(${folders})/|node_modules` },
  }
}

export default {
  forbidden: [
    {
      name: 'not-to-unresolvable',
      comment: 'An import that cannot be resolved is one that no rule sees.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-circular',
      comment: 'Two files that import each other are one file in two places; types alone may.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    mayImport('runtime/graph', []),
    mayImport('runtime/messaging', ['runtime/graph']),
    mayImport('runtime/core', ['runtime/graph']),
    mayImport('runtime/egress', []),
    mayImport('runtime/sandbox', ['runtime/graph', 'plugins/sdk', 'plugins/joy-quotes/dist']),
    mayImport('runtime/studio-import', ['runtime/graph']),
    mayImport('runtime/emulator', ['runtime/graph', 'runtime/messaging']),
    mayImport('runtime/worker', [
      'runtime/graph',
      'runtime/core',
      'runtime/messaging',
      'runtime/sandbox',
      'runtime/egress',
      'plugins/sdk',
    ]),
    mayImport('runtime/boot', []),
    mayImport('runtime/testing', []),
    mayImport('plugins/sdk', ['runtime/graph']),
    mayImport('builder/src', ['runtime/graph', 'runtime/core', 'runtime/messaging']),
    {
      name: 'plugins-direction',
      comment: 'A plugin is built as a stranger would build it: on the kit alone.',
      severity: 'error',
      from: { path: '^plugins/(?!sdk/)([^/]+)/' },
      to: { path: '^(backend|builder|plugins|runtime)/', pathNot: '^plugins/($1|sdk)/|node_modules' },
    },
    {
      name: 'nothing-imports-backend',
      comment:
        'The backend is the outermost layer; the console talks to it over HTTP. Browser tests start the whole product.',
      severity: 'error',
      from: { pathNot: '^(backend|builder/tests/e2e)/' },
      to: { path: '^backend/' },
    },
    {
      name: 'pure-packages',
      comment: 'graph, core and messaging run in the browser and in replays: no Node, and only these packages.',
      severity: 'error',
      from: { path: pure },
      to: {
        pathNot: '^runtime/|node_modules/(zod|liquidjs|luxon|re2js|libphonenumber-js|@types/luxon)/',
      },
    },
    {
      name: 'isolated-vm-only-in-sandbox',
      comment: 'Code of strangers runs in one place, which is watched from outside.',
      severity: 'error',
      from: { pathNot: '^runtime/sandbox/' },
      to: { path: 'node_modules/isolated-vm/' },
    },
    {
      name: 'bullmq-only-in-queue',
      comment: 'The queue is a doorbell; only the queue folder may know which.',
      severity: 'error',
      from: { pathNot: '^runtime/worker/src/queue/' },
      to: { path: 'node_modules/bullmq/' },
    },
    {
      name: 'tests-stay-tests',
      comment: 'The product does not import its tests.',
      severity: 'error',
      from: { pathNot: '/tests/' },
      to: { path: '/tests/', pathNot: 'node_modules' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^builder/dist/', '^plugins/[^/]+/dist/', '^plugins/template/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.d.ts', '.json', '.css'],
    },
  },
}
