//! The pictures: rows of A_g as images.

use report::Figure;

use super::digits::{Outcome, Picture, largest};
use crate::figure::{Drawing, ImageGrid};

/// Pixels of a row of an image.
const SIDE: usize = 8;
/// The digits of the first figure; ten rows would not fit a page.
const SHOWN: [u8; 6] = [0, 1, 3, 4, 7, 8];

/// Some digits, each with its ten templates.
pub(super) fn templates(found: &Outcome) -> Figure {
    let mut grid = ImageGrid::new(11, SIDE).diverging();
    for picture in found.pictures.iter().filter(|picture| SHOWN.contains(&picture.label)) {
        grid = grid.grey("input", &picture.ink);
        let chosen = largest(&picture.scores);
        for (class, template) in picture.templates.iter().enumerate() {
            let score = report::Format::Fixed(0).number(picture.scores[class]);
            let mark = if class == chosen { " ◂" } else { "" };
            grid = grid.image(&format!("{class}: {score}{mark}"), template);
        }
    }
    grid.figure(
        "templates",
        "Six test images, each with the ten rows of its own A_g as pictures: where ink speaks for \
         the class (red) and where against it (blue), each on its own scale. Below: class and \
         score, the largest marked. Every row of the figure has other templates, because each \
         image lies in another region.",
        "Six rows. Each begins with a handwritten digit in grey, followed by ten pictures of red and \
         blue pixels for the classes 0 to 9. Down each column the pictures resemble each other and \
         differ in detail. The marked scores are those of the digits shown.",
    )
}

/// The score as a sum over pixels: template times ink, for the best two classes.
pub(super) fn reading(found: &Outcome) -> Figure {
    let mut grid = ImageGrid::new(5, SIDE).diverging();
    for picture in found.pictures.iter().filter(|picture| SHOWN[2..].contains(&picture.label)) {
        let [first, second] = best_two(&picture.scores);
        grid = grid.grey("input", &picture.ink);
        for class in [first, second] {
            let template = &picture.templates[class];
            let product = product(picture, class);
            let sum = report::Format::Fixed(1).number(numerics::sum(&product));
            grid = grid
                .image(&format!("class {class}"), template)
                .image(&format!("Σ = {sum}"), &product);
        }
    }
    grid.figure(
        "reading",
        "How a score is read off: the image, the template of the class with the largest score and \
         its product with the image, pixel by pixel; then the same for the runner-up. The sum over \
         the product, plus a constant, is the score.",
        "Four rows of five pictures: a digit, a template, their product, another template, its \
         product. In the products only pixels with ink are coloured. Those of the first class are \
         mostly red, and their sums are the larger ones.",
    )
}

fn product(picture: &Picture, class: usize) -> Vec<f64> {
    picture.templates[class].iter().zip(&picture.ink).map(|(a, x)| a * x).collect()
}

fn best_two(scores: &[f64]) -> [usize; 2] {
    let first = largest(scores);
    let mut others = scores.to_vec();
    others[first] = f64::NEG_INFINITY;
    [first, largest(&others)]
}

/// Images of one class, over the template of that class at each.
pub(super) fn same_class(found: &Outcome) -> Figure {
    let pictures = &found.same_class;
    let class = pictures.first().map_or(0, |picture| picture.label);
    let inks = pictures.iter().map(|picture| ("", &picture.ink, true));
    let templates =
        pictures.iter().map(|picture| ("", &picture.templates[usize::from(class)], false));
    let grid = ImageGrid::new(pictures.len(), SIDE).diverging();
    let grid = inks.chain(templates).fold(grid, |grid, (caption, values, grey)| {
        if grey { grid.grey(caption, values) } else { grid.image(caption, values) }
    });
    grid.figure(
        "same-class",
        &format!(
            "Test images of the digit {class}, and below each the template of the class {class} in \
             its region. They resemble each other, and no two are equal."
        ),
        "Two rows of small pictures. Above, the same digit in several hands; below, red and blue \
         templates that share their main features and differ in many pixels.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_two_are_different() {
        assert_eq!(best_two(&[0.5, 2.0, -1.0, 1.5]), [1, 3]);
        assert_eq!(best_two(&[-3.0, -5.0]), [0, 1]);
    }

    /// The products add up to the score but for the constant.
    #[test]
    fn products_add_up_to_the_score() {
        let picture = Picture {
            label: 0,
            ink: vec![1.0, 0.5],
            templates: vec![vec![2.0, -4.0]],
            constants: vec![0.25],
            scores: vec![0.25],
        };
        let sum: f64 = product(&picture, 0).iter().sum();
        assert_eq!(sum + picture.constants[0], picture.scores[0]);
    }
}
