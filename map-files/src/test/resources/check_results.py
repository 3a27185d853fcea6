"""Reads a map's files with readers that Slidestream did not write. Usage: check_results.py READER FOLDER"""
import csv
import json
import math
import sys

import numpy as np

reader, folder = sys.argv[1:]
summary = json.load(open(folder + "/summary.json"))
names = summary["model"]["classNames"]
columns, rows, stride = (summary["grid"][k] for k in ("columns", "rows", "stridePx"))
mpp = summary["slide"]["mpp"]

scores = np.full((len(names), rows, columns), np.nan, np.float32)
unread = np.zeros((rows, columns), bool)
tissue = np.zeros((rows, columns), bool)
for line in csv.DictReader(open(folder + "/tiles.csv")):
    at = (min(math.ceil(int(line["miny"]) / stride), rows - 1), min(math.ceil(int(line["minx"]) / stride), columns - 1))
    tissue[at] = True
    if line["status"] == "scored":
        scores[(slice(None),) + at] = [np.float32(line["prob_" + name]) for name in names]
    else:
        unread[at] = True
scored = tissue & ~unread


def tifffile():
    from tifffile import TiffFile

    tiff = TiffFile(folder + "/probabilities.ome.tiff")
    series = tiff.series[0]
    assert tiff.is_ome and tiff.pages[0].is_tiled and series.axes == "CYX", series
    assert [level.shape for level in series.levels] == [
        (len(names) + 1, math.ceil(rows / 2**i), math.ceil(columns / 2**i)) for i in range(len(series.levels))
    ]
    assert len(series.levels) == 2
    image = series.asarray()
    np.testing.assert_array_equal(image[:-1], scores)
    np.testing.assert_array_equal(image[-1], np.where(unread, 1, np.where(scored, 0, np.nan)))


def pydicom():
    from pydicom import dcmread

    probabilities = dcmread(folder + "/dicom/probabilities.dcm")
    values = np.frombuffer(probabilities.FloatPixelData, "<f4").reshape(len(names), rows, columns)
    np.testing.assert_array_equal(values[:, scored], scores[:, scored])
    assert (values[:, unread] == -2).all() and (values[:, ~tissue] == -1).all()
    classes = dcmread(folder + "/dicom/classes.dcm")
    frames = classes.pixel_array.reshape(-1, rows, columns)
    winners = np.where(scored, np.argmax(np.nan_to_num(scores, nan=-1), axis=0), -1)
    assert len(frames) == len(classes.SegmentSequence)
    for frame, segment in zip(frames, classes.SegmentSequence):
        label = segment.SegmentLabel
        np.testing.assert_array_equal(frame == 1, unread if label == "Unread" else winners == names.index(label))
    assert frames.sum() == tissue.sum()
    assert classes.FrameOfReferenceUID == probabilities.FrameOfReferenceUID
    assert classes.StudyInstanceUID == probabilities.StudyInstanceUID == "1.2.3"
    for made in (classes, probabilities):
        series = made.ReferencedSeriesSequence[0]
        assert series.SeriesInstanceUID == "1.2.3.4" != made.SeriesInstanceUID
        assert [one.ReferencedSOPInstanceUID for one in series.ReferencedInstanceSequence] == ["1.2.3.4.5", "1.2.3.4.6"]
    derivation = classes.SharedFunctionalGroupsSequence[0].DerivationImageSequence[0]
    assert [one.ReferencedSOPInstanceUID for one in derivation.SourceImageSequence] == ["1.2.3.4.5", "1.2.3.4.6"]


def shapely():
    from shapely.geometry import shape

    for file, regions in (("tumor-regions", summary["tumorRegions"]["count"]), ("class-regions", None)):
        features = json.load(open(folder + "/" + file + ".geojson"))["features"]
        assert regions is None or len(features) == regions
        for feature in features:
            polygon = shape(feature["geometry"])
            assert polygon.is_valid, feature
            area = feature["properties"]["measurements"]["Area µm^2"]
            assert abs(polygon.area * mpp * mpp - area) <= 0.01, feature
        total = sum(feature["properties"]["measurements"]["Area µm^2"] for feature in features) / 1e6
        expected = summary["tumorRegions" if regions is not None else "tissue"]
        known = expected["areaMm2"] if regions is not None else expected["scoredMm2"] + expected["unreadMm2"]
        assert abs(total - known) < 1e-4, (total, known)


{"tifffile": tifffile, "pydicom": pydicom, "shapely": shapely}[reader]()
print("agrees")
