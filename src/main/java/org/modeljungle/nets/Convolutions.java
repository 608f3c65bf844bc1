package org.modeljungle.nets;

/**
 * Convolutions as patches times matrices, for a GPU. cuDNN's own convolutions with a group for each model of a stack
 * get slower as the stack grows, their backward pass differs from run to run, and they round to TF32. Products of
 * matrices do none of this. On a CPU the engine's convolutions are used, whose results agree but for rounding.
 *
 * <p>Scripts ask a tensor where it is: {@code if h.is_cuda}.
 */
public final class Convolutions {

    /**
     * {@code by_patches(h, kernel, stride, padding, groups)}: as {@code torch.conv2d} without a bias; the patches of
     * all pictures of a group's channels side by side, times that group's filters in one product.
     */
    public static final String BY_PATCHES = """
            def by_patches(self, h: Tensor, kernel: Tensor, stride: int, padding: int, groups: int) -> Tensor:
              B = h.size(0)
              side = kernel.size(3)
              x = torch.constant_pad_nd(h, [padding, padding, padding, padding])
              x = x.reshape([B, groups, kernel.size(1), x.size(2), x.size(3)])
              x = x.unfold(3, side, stride).unfold(4, side, stride)
              rows = x.size(3)
              cols = x.size(4)
              x = torch.permute(x, [1, 2, 5, 6, 0, 3, 4]).reshape([groups, -1, B * rows * cols])
              y = torch.bmm(kernel.reshape([groups, -1, x.size(1)]), x)
              y = torch.permute(y.reshape([groups, -1, B, rows, cols]), [2, 0, 1, 3, 4])
              return y.reshape([B, -1, rows, cols])
            """;

    private Convolutions() {}
}
