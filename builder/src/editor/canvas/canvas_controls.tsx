import { Panel, useReactFlow, useStore } from '@xyflow/react'
import {
  ChartNoAxesColumn,
  Hand,
  LayoutList,
  Map as MapIcon,
  Maximize,
  Minus,
  MousePointer2,
  Network,
  Plus,
} from 'lucide-react'
import { memo } from 'react'
import { IconButton } from '../../ui/icon_button.tsx'
import { useEditor, useGraphState, useUi } from '../editor_context.tsx'
import type { Commands } from './use_commands.ts'

interface CanvasControlsProps {
  commands: Commands
  canHaveMap: boolean
}

/** The tools at the foot of the canvas. */
export const CanvasControls = memo(function CanvasControls({ commands, canHaveMap }: CanvasControlsProps) {
  const { ui } = useEditor()
  const view = useReactFlow()
  const percent = useStore((state) => Math.round(state.transform[2] * 100))
  const tool = useUi((state) => state.tool)
  const numbersShown = useUi((state) => state.numbersShown)
  const minimapShown = useUi((state) => state.minimapShown)
  const set = useUi((state) => state.set)
  const readOnly = useGraphState((state) => state.readOnly)
  const pressed = 'aria-pressed:bg-rose-soft aria-pressed:text-rose-ink'
  return (
    <Panel
      position="bottom-left"
      className="m-3! flex max-w-[calc(100%-1.5rem)] items-center gap-0.5 rounded-lg border border-line bg-raised p-1 shadow-float"
    >
      <IconButton size="sm" label="Zoom out" icon={<Minus />} onClick={() => void view.zoomOut({ duration: 120 })} />
      <button
        type="button"
        aria-label={`Zoom is ${percent} %. Set it to 100 %`}
        className="nums h-7.5 w-12 rounded-md text-xs font-medium text-ink-soft hover:bg-hover"
        onClick={() => void view.zoomTo(1, { duration: 120 })}
      >
        {percent} %
      </button>
      <IconButton size="sm" label="Zoom in" icon={<Plus />} onClick={() => void view.zoomIn({ duration: 120 })} />
      <IconButton size="sm" label="Show all" keys="1" icon={<Maximize />} onClick={commands.fit} />
      {readOnly ? null : (
        <>
          <span aria-hidden className="mx-1 h-5 border-l border-line" />
          <span className="hidden items-center gap-0.5 md:flex">
            <IconButton
              size="sm"
              label="Move the view by dragging"
              keys="h"
              icon={<Hand />}
              aria-pressed={tool === 'hand'}
              className={pressed}
              onClick={() => set({ tool: 'hand' })}
            />
            <IconButton
              size="sm"
              label="Choose by dragging"
              keys="v"
              icon={<MousePointer2 />}
              aria-pressed={tool === 'select'}
              className={pressed}
              onClick={() => set({ tool: 'select' })}
            />
          </span>
          <span aria-hidden className="mx-1 h-5 border-l border-line max-md:hidden" />
          <IconButton
            size="sm"
            label="Arrange"
            keys="shift+a"
            icon={<Network />}
            onClick={() => void commands.arrange()}
          />
          <IconButton
            size="sm"
            label="Outline"
            keys="o"
            icon={<LayoutList />}
            onClick={() => ui.getState().set({ view: 'outline' })}
          />
          <IconButton
            size="sm"
            label={numbersShown ? 'Hide how many people came to each step' : 'Show how many people came to each step'}
            icon={<ChartNoAxesColumn />}
            aria-pressed={numbersShown}
            className={pressed}
            onClick={() => set({ numbersShown: !numbersShown })}
          />
        </>
      )}
      {canHaveMap ? (
        <IconButton
          size="sm"
          label={minimapShown ? 'Hide the map' : 'Show the map'}
          icon={<MapIcon />}
          aria-pressed={minimapShown}
          className={`max-md:hidden ${pressed}`}
          onClick={() => set({ minimapShown: !minimapShown })}
        />
      ) : null}
    </Panel>
  )
})
