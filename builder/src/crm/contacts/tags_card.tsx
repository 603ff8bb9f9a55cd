import { useChangeTags, useTags } from '../../api/contacts.ts'
import { messageOf } from '../../api/problem.ts'
import type { Contact } from '../../api/types.ts'
import { Card } from '../../ui/card.tsx'
import { TagsInput } from '../../ui/combobox.tsx'
import { toast } from '../../ui/toast.tsx'
import { useMay } from '../../api/session.ts'
import { Badge } from '../../ui/badge.tsx'

/** The contact's tags; each change is saved at once. */
export function TagsCard({ contact }: { contact: Contact }) {
  const known = useTags()
  const may = useMay('contacts:write')
  const change = useChangeTags()
  const shown = change.isPending ? change.variables.shown : contact.tags
  const save = (next: string[]) => {
    const added = next.filter((tag) => !contact.tags.includes(tag))
    const removed = contact.tags.filter((tag) => !next.includes(tag))
    const onError = (error: unknown) => toast.error('The tags weren’t changed', { description: messageOf(error) })
    if (added.length) change.mutate({ contactIds: [contact.id], tags: added, shown: next }, { onError })
    if (removed.length)
      change.mutate({ contactIds: [contact.id], tags: removed, remove: true, shown: next }, { onError })
  }
  if (!may)
    return (
      <Card title="Tags">
        {contact.tags.length === 0 ? <p className="text-base text-ink-soft">No tags.</p> : null}
        <ul className="flex flex-wrap gap-1.5 empty:hidden">
          {contact.tags.map((tag) => (
            <li key={tag}>
              <Badge>{tag}</Badge>
            </li>
          ))}
        </ul>
      </Card>
    )
  return (
    <Card title="Tags">
      <TagsInput
        label="Tags"
        value={shown ?? contact.tags}
        onChange={save}
        suggestions={(known.data ?? []).map((tag) => tag.name)}
        placeholder="Add a tag"
      />
    </Card>
  )
}
