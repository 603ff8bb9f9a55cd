import { Puzzle } from 'lucide-react'
import { usePlugins, type Plugin } from '../../api/plugins.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty_state.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { QueryView } from '../shared/query_view.tsx'
import { PluginSecrets } from './plugin_secrets.tsx'

/** The plugins of the workspace, with the secrets that each asks for. */
export function PluginsSection() {
  const plugins = usePlugins()
  return (
    <Card
      title="Plugins"
      description="They bring steps for workflows. Their secrets go into the requests that they make; they themselves never see them."
      flush
    >
      <QueryView query={plugins} loading={<SkeletonRows rows={2} className="p-4.5" />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState
              icon={<Puzzle />}
              title="No plugin is installed"
              description="A plugin in the server’s plugins folder is installed when the server starts."
              className="py-8"
            />
          ) : (
            <ul className="divide-y divide-line">
              {list.map((plugin) => (
                <PluginRow key={plugin.id} plugin={plugin} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </Card>
  )
}

function PluginRow({ plugin }: { plugin: Plugin }) {
  const steps = plugin.nodes.map((node) => node.title).join(' · ')
  return (
    <li aria-label={plugin.title} className="flex items-start gap-3 px-4.5 py-3.5">
      <span className="grid size-9 shrink-0 place-items-center rounded-full bg-rose-soft text-rose-ink max-sm:hidden">
        <Puzzle aria-hidden className="size-4" />
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="flex flex-wrap items-center gap-2 text-base font-medium">
          <span className="min-w-0 truncate">{plugin.title}</span>
          <Badge className="nums">{plugin.version}</Badge>
          {plugin.enabled ? null : <Badge tone="warn">Off</Badge>}
        </h3>
        {plugin.description ? <p className="text-sm text-ink-soft">{plugin.description}</p> : null}
        {steps ? (
          <p className="text-sm text-ink-faint">
            {plugin.nodes.length === 1 ? 'Step' : 'Steps'}: {steps}
          </p>
        ) : null}
        <PluginSecrets plugin={plugin} />
      </div>
    </li>
  )
}
