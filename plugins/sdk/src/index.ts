export { defineNode, definePlugin, toManifest } from './define_plugin.ts'
export type { AnyPluginNode, Plugin, PluginContext, PluginNode, PluginResponse } from './define_plugin.ts'
