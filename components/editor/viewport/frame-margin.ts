/** Room around the frame for its caption and the tools, in pixels. Here because the page outside the 3D view needs it too. */
export const FRAME_MARGIN = 52
