/** Layer 0 is the scene itself, the only one that a snapshot and the slot see. */
export const HELPER_LAYER = 1
/** What is selected, drawn a second time into the mask that the outline is made from. */
export const SELECTED_LAYER = 2
