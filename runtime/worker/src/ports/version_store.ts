import type { CompiledGraph } from '@soniarose/core'

/** Published versions, ready to run. They never change, so an implementation keeps them. */
export interface VersionStore {
  /**
   * The compiled graphs of these versions.
   * @returns a map with one entry for each known version; a graph that doesn't compile is an Error in its place, and a
   *   NewerVersion where it was published by a release that does things of which this code knows nothing
   */
  graphs(versionIds: readonly string[]): Promise<ReadonlyMap<string, CompiledGraph | Error>>
}
