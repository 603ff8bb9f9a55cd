/** Who may write what, in words; the server's grants decide, and a test holds the words to them. */
export const WHO_MAY = {
  'contacts:write': 'Everybody but viewers may change contacts.',
  'media:write': 'Everybody but viewers may add and delete files.',
  'conversations:write': 'Owners, admins, marketers and operators may text here.',
  'segments:write': 'Owners, admins, marketers and developers may change segments.',
  'workflows:write': 'Owners, admins, marketers and developers may change workflows.',
  'settings:write': 'Owners and admins may change this.',
  'senders:write': 'Owners, admins and developers may change this.',
  'tokens:write': 'Owners, admins and developers may make and revoke tokens.',
  'plugins:write': 'Owners, admins and developers may set the secrets of plugins.',
  'sandbox:write': 'Everybody but viewers may play contacts and move the clock.',
} as const
