import { NODE_DEFINITIONS } from '@soniarose/graph'
import { defineRunner, leave } from '../node_runner.ts'

const same = (tag: string) => (other: string) => other.toLowerCase() === tag.toLowerCase()

/** Puts a tag on the contact; one that is there already stays as it is. */
export const addTag = defineRunner(NODE_DEFINITIONS.add_tag, ({ tag }, nodeId) => ({
  enter(visit) {
    if (visit.contact.tags.some(same(tag))) return leave('next', { tag, changed: false })
    visit.emit({ type: 'add_tag', nodeId, seq: visit.run.seq, tag })
    visit.changeContact({ ...visit.contact, tags: [...visit.contact.tags, tag] })
    return leave('next', { tag, changed: true })
  },
}))

/** Takes a tag off the contact, however it is spelled there. */
export const removeTag = defineRunner(NODE_DEFINITIONS.remove_tag, ({ tag }, nodeId) => ({
  enter(visit) {
    const there = visit.contact.tags.find(same(tag))
    if (there === undefined) return leave('next', { tag, changed: false })
    visit.emit({ type: 'remove_tag', nodeId, seq: visit.run.seq, tag: there })
    visit.changeContact({ ...visit.contact, tags: visit.contact.tags.filter((other) => other !== there) })
    return leave('next', { tag: there, changed: true })
  },
}))
