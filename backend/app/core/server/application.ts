import { Ignitor } from '@adonisjs/core/ignitor'

const root = new URL('../../../', import.meta.url)

/** The application as AdonisJS sees it; what an `adonisrc.ts` would say. The TypeScript is run as it is. */
export function createIgnitor(): Ignitor {
  const importer = (path: string) => import(path.startsWith('.') ? new URL(path, root).href : path)
  const ignitor = new Ignitor(root, { importer })
  ignitor.tap((app) =>
    app.rcContents({
      typescript: true,
      providers: [
        { file: () => import('../../../providers/core_provider.ts') },
        { file: () => import('@adonisjs/session/session_provider') },
        { file: () => import('@adonisjs/shield/shield_provider') },
      ],
      preloads: [{ file: () => import('#start/kernel') }, { file: () => import('#start/routes') }],
    }),
  )
  return ignitor
}
