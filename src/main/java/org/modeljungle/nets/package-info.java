/**
 * Networks as functions of stacked parameters {@code [models, parameters]}: a diffusion transformer with LoRA and its
 * sampler, a mini-CLIP, and the one training loop. One model is a stack of one.
 */
package org.modeljungle.nets;
