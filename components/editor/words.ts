/** Why nothing can be changed by somebody who may only look. */
export const VIEW_ONLY = 'You can look, not change: ask an admin of the team.'
