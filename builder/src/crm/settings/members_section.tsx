import { useMembers } from '../../api/settings.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { QueryView } from '../shared/query_view.tsx'

/** Who may enter this workspace, and as what. */
export function MembersSection() {
  const members = useMembers()
  return (
    <Card title="Members" description="Everybody who may enter this workspace." flush>
      <QueryView query={members} loading={<SkeletonRows rows={2} className="p-4.5" />}>
        {(list) => (
          <ul className="divide-y divide-line">
            {list.map((member) => (
              <li key={member.id} className="flex items-center gap-3 px-4.5 py-3">
                <Avatar name={member.name ?? member.email} size="sm" />
                <div className="min-w-0 flex-1">
                  <p className="truncate text-base font-medium">{member.name ?? member.email}</p>
                  {member.name ? <p className="truncate text-sm text-ink-faint">{member.email}</p> : null}
                </div>
                <Badge tone={member.role === 'owner' ? 'rose' : 'neutral'}>{member.role}</Badge>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  )
}
