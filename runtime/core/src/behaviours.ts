/**
 * Changes of what a graph does, by name, oldest first. A version is published with all of them and keeps that list for
 * life, so that its runs never change course because the code did. How to add one: docs/adr/0006.
 */
export const CURRENT_BEHAVIOURS = [
  /** A goal that a run's last step fulfils counts as reached, also when no node follows. Before: `completed`. */
  'goal_at_end',
] as const

export type Behaviour = (typeof CURRENT_BEHAVIOURS)[number]

/** What a version was published with. */
export type Behaviours = ReadonlySet<Behaviour>

/** The version was published by a newer release, and does things that this code knows nothing of. */
export class NewerVersion extends Error {}

const KNOWN: ReadonlySet<string> = new Set(CURRENT_BEHAVIOURS)

const isKnown = (name: string): name is Behaviour => KNOWN.has(name)

/** Reads the names that a version keeps. A name that isn't known is no reason to guess. */
export function readBehaviours(names: readonly string[]): Behaviours | NewerVersion {
  const strange = names.filter((name) => !isKnown(name))
  if (strange.length === 0) return new Set(names.filter(isKnown))
  return new NewerVersion(
    `This version was published by a newer release: "${strange.join('", "')}" is not known here. ` +
      'Its runs wait for a worker of that release.',
  )
}
