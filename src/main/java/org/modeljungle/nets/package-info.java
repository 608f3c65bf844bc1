/**
 * Networks as functions of stacked parameters {@code [models, parameters]}: a diffusion transformer with LoRA and its
 * sampler, a mini-CLIP, ViT, ResNet, DINO, a masked autoencoder, SIREN and the Small CNN Zoo's network; the training
 * loop, and trainings in epochs that can be resumed. One model is a stack of one.
 */
package org.modeljungle.nets;
