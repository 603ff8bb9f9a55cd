/**
 * Every command, in the order of the help. Plain data: the help works before anything is installed.
 * @typedef {object} Command
 * @property {string} name
 * @property {string} [words] the words it takes, as the help shows them
 * @property {string} summary
 * @property {string} [more] a paragraph for its own help
 * @property {import('./arguments.js').Option[]} options
 * @property {'boot' | 'backend'} by who carries it out
 * @property {boolean} [database] for the backend's: whether it needs one
 */

/** @type {Command[]} */
export const commands = [
  {
    name: 'start',
    summary: 'everything in one go: database, migrations, console, server and worker; Ctrl-C stops it all',
    more: 'Installs what is missing, starts an embedded Postgres unless DATABASE_URL names another, and prints the addresses. The first start also prints the owner’s e-mail and password.',
    options: [],
    by: 'boot',
  },
  {
    name: 'test',
    words: '[unit|functional|browser…]',
    summary: 'set up all that the tests need and run them',
    more: 'Ends with the line "N passed, N failed". Without a suite’s name, all of them.',
    options: [
      { name: 'files', value: 'PATTERN', many: true, help: 'only spec files whose path contains it' },
      { name: 'tests', value: 'TITLE', many: true, help: 'only tests with this title' },
    ],
    by: 'boot',
  },
  {
    name: 'check',
    words: '[step…]',
    summary: 'format, lint, types, import direction and dead code; no tests',
    options: [],
    by: 'boot',
  },
  { name: 'serve', summary: 'the server alone', options: [], by: 'boot' },
  { name: 'worker', summary: 'one worker alone; run as many as you like', options: [], by: 'boot' },
  {
    name: 'doctor',
    summary: 'every dependency and setting, one line each: ok, or what is wrong and what mends it',
    options: [],
    by: 'boot',
  },
  {
    name: 'build',
    summary: 'install and build what a start would, without starting; for images',
    options: [],
    by: 'boot',
  },
  {
    name: 'migrate',
    summary: 'bring the database up to date, and fill an empty one',
    options: [],
    by: 'backend',
    database: true,
  },
  {
    name: 'token:create',
    summary: 'print an API token, and nothing else, on standard output',
    options: [
      { name: 'email', value: 'E-MAIL', help: 'the member it acts for' },
      { name: 'workspace', value: 'WORKSPACE', help: 'its id or name; the member’s first one when left out' },
      { name: 'scope', value: 'SCOPE', many: true, help: 'what it may do; may be given several times' },
    ],
    by: 'backend',
    database: true,
  },
  {
    name: 'twilio:emulator',
    summary: 'the local Twilio, on its own',
    options: [{ name: 'port', value: 'PORT', help: 'where it listens' }],
    by: 'backend',
  },
  {
    name: 'workflow:export',
    words: 'ID',
    summary: 'write a workflow’s graph to standard output',
    options: [{ name: 'published', help: 'the version that runs now; the draft when left out' }],
    by: 'backend',
    database: true,
  },
  {
    name: 'workflow:import',
    words: 'FILE',
    summary: 'make a workflow from a graph file or a Twilio Studio flow',
    options: [{ name: 'workspace', value: 'WORKSPACE', help: 'its id or name; the first one when left out' }],
    by: 'backend',
    database: true,
  },
  {
    name: 'workflow:lint',
    words: 'FILE',
    summary: 'the faults of a graph file',
    options: [{ name: 'json', help: '{errors, warnings}, as the API answers' }],
    by: 'backend',
  },
  {
    name: 'workflow:simulate',
    words: 'FILE',
    summary: 'walk through a graph file without sending anything',
    more: 'Plays it in virtual time with one contact, who says nothing unless a scenario has them reply.',
    options: [
      { name: 'scenario', value: 'FILE', help: 'what the contact and the world do, and what must come of it' },
      { name: 'json', help: 'one JSON object a scenario, on a line of its own' },
    ],
    by: 'backend',
  },
  {
    name: 'workflow:test',
    words: 'FILE…',
    summary: 'play a graph file’s scenarios',
    more: 'FILE is a workflow with "scenarios" in it or beside it (welcome.json and welcome.scenarios.json), or a file of scenarios that names its "workflow". Ends with the line "N passed, N failed".',
    options: [],
    by: 'backend',
  },
  {
    name: 'plugin:new',
    words: 'NAME',
    summary: 'a new plugin from the template',
    options: [{ name: 'into', value: 'FOLDER', help: 'where it is made; plugins/ when left out' }],
    by: 'backend',
  },
  {
    name: 'plugin:dev',
    words: '[FOLDER]',
    summary: 'build a plugin at every change and try it',
    more: 'Runs sample.json in the real sandbox and shows outcome, output, log lines and timing. Ctrl-C ends it.',
    options: [{ name: 'once', help: 'one turn, without watching' }],
    by: 'backend',
  },
  {
    name: 'plugin:test',
    words: '[FOLDER]',
    summary: 'a plugin’s own tests in the real sandbox',
    options: [],
    by: 'backend',
  },
  {
    name: 'plugin:pack',
    words: '[FOLDER]',
    summary: 'check a plugin and bundle it into one file',
    options: [],
    by: 'backend',
  },
  {
    name: 'bench',
    words: '[name…]',
    summary: 'measure, each figure beside its limit or a peer measured in the same run',
    options: [
      { name: 'json', help: 'one JSON object a line' },
      { name: 'size', value: 'a number', help: 'steps that growth is measured with (2000000)' },
    ],
    by: 'boot',
  },
  {
    name: 'prove',
    words: 'simulation|faults|chaos|kills',
    summary: 'try to break the engine for longer than the tests have time for',
    more: 'simulation: random worlds in trouble, by the million. faults: does it find every planted one. chaos: real processes killed, frozen and cut off while they send. kills: a worker dies at every system call of a send (needs strace). docs/simulation.md says what each one compares.',
    options: [
      { name: 'seeds', value: 'N', help: 'simulation: how many worlds, 1000; faults: how many for each, 2000' },
      { name: 'from', value: 'N', help: 'simulation: the first seed, 1' },
      { name: 'threads', value: 'N', help: 'simulation: side by side, 2' },
      { name: 'most', value: 'N', help: 'simulation: broken seeds after which a thread gives up, 5' },
      { name: 'seed', value: 'N', help: 'simulation: lives through this one again' },
      { name: 'verbose', help: 'simulation: the one seed, line by line' },
      { name: 'sends', value: 'N', help: 'chaos: texts to send, 20000' },
      { name: 'workers', value: 'N', help: 'chaos: processes, 3' },
      { name: 'redis', help: 'chaos: with the queue on Redis' },
      { name: 'calls', value: 'NAMES', help: 'kills: only these system calls, with commas' },
    ],
    by: 'boot',
  },
]

/** @param {string} name */
export const findCommand = (name) => commands.find((command) => command.name === name)
