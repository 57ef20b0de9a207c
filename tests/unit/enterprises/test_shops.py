"""A shop is found however its address is written."""

import pytest

from enterprises.rules.shops import Shop, nearest, normalised


@pytest.mark.parametrize(
    "address",
    [
        "mall.example.cn",
        "MALL.example.cn",
        "www.mall.example.cn",
        "https://mall.example.cn",
        "http://www.Mall.example.cn:8443/",
        " https://mall.example.cn/?from=ad#top ",
        "//mall.example.cn",
        "https://someone:secret@mall.example.cn/",
        "mall.example.cn.",
    ],
)
def test_every_way_of_writing_a_host_is_one_shop(address: str) -> None:
    assert normalised(address) == Shop("mall.example.cn")


def test_a_path_tells_shops_of_one_platform_apart() -> None:
    assert normalised("https://mall.example.cn/shop/7/") == Shop("mall.example.cn", "/shop/7")
    assert normalised("mall.example.cn/店铺/甲") == Shop("mall.example.cn", "/店铺/甲")
    assert normalised("mall.example.cn/%E5%BA%97%E9%93%BA") == Shop("mall.example.cn", "/店铺")


def test_a_chinese_host_is_kept_as_the_network_writes_it() -> None:
    assert normalised("https://商城.例子.cn") == Shop("xn--czru2d.xn--fsqu00a.cn")


@pytest.mark.parametrize(
    "address",
    ["", "   ", "localhost", "ftp://mall.example.cn", "https://", "a b.cn", "mall..cn", "-a.cn"],
)
def test_what_names_no_shop_is_none(address: str) -> None:
    assert normalised(address) is None


def test_the_most_particular_shop_around_an_address_is_meant() -> None:
    host = "mall.example.cn"
    whole, seven, other = Shop(host), Shop(host, "/shop/7"), Shop(host, "/shop/77")
    filed = [whole, seven, other]
    assert nearest(Shop(host, "/shop/7/goods/1"), filed) == [seven]
    assert nearest(Shop(host, "/shop/7"), filed) == [seven]
    assert nearest(Shop(host, "/shop/8"), filed) == [whole]
    assert nearest(Shop(host, "/shop/8"), [seven, other]) == []
