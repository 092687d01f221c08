//! matrixmultiply, of which ndarray's products are made.

use peers::{Task, load};

fn main() {
    let task = Task::from_arguments();
    if task.workload != "gemm" {
        task.unknown();
    }
    let n = task.number("n", 256);
    let (a, b) = (&load("gemm_A")[..n * n], &load("gemm_B")[..n * n]);
    let mut c = vec![0.0; n * n];
    let products = peers::products(n);
    task.time(products, || {
        for _ in 0..products {
            let rows = n as isize;
            // SAFETY: all three hold n rows of n numbers.
            unsafe {
                matrixmultiply::dgemm(
                    n,
                    n,
                    n,
                    1.0,
                    a.as_ptr(),
                    rows,
                    1,
                    b.as_ptr(),
                    rows,
                    1,
                    0.0,
                    c.as_mut_ptr(),
                    rows,
                    1,
                );
            }
        }
        c[0] + c[n * n - 1]
    });
}
