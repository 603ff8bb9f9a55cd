import type { StandingVersion } from '../../api/run_migrations.ts'

/** What is probably meant: to the version that is live, from the newest other one on which somebody is under way. */
export function likelyPair(
  versions: readonly StandingVersion[],
  publishedId: string | null,
): { from: string | null; to: string | null } {
  const to = versions.find((version) => version.id === publishedId) ?? versions[0]
  const others = versions.filter((version) => version.id !== to?.id)
  const from = others.find((version) => version.runs > 0) ?? others[0]
  return { from: from?.id ?? null, to: to?.id ?? null }
}
