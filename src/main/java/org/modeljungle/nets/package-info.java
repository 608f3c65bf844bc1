/**
 * Networks as functions of stacked parameters {@code [models, parameters]}: a diffusion transformer with LoRA and its
 * sampler, a mini-CLIP; the one training loop, and trainings in epochs that can be resumed. One model is a stack of
 * one.
 */
package org.modeljungle.nets;
